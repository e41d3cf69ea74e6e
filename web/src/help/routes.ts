import type { PageRoute } from '../shell/page-route';

export const helpRoutes: readonly PageRoute[] = [];
