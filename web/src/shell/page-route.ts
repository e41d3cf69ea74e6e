import type { ComponentType } from 'react';
import type { Who } from './guard';

/** An address and its page. `page` is `lazy(() => import('./the-page'))`, or the component itself for the first pages. */
export interface PageRoute {
  readonly path: string;
  readonly who: Who;
  readonly page: ComponentType;
}
