import type { PageRoute } from '../shell/page-route';

export const guardianRoutes: readonly PageRoute[] = [];
