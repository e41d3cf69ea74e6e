import type { PageRoute } from '../shell/page-route';

export const familyRoutes: readonly PageRoute[] = [];
