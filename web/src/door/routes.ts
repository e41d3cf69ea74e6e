import type { PageRoute } from '../shell/page-route';

export const doorRoutes: readonly PageRoute[] = [];
