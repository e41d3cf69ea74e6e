import type { PageRoute } from '../shell/page-route';

export const reviewsRoutes: readonly PageRoute[] = [];
