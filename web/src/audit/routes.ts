import type { PageRoute } from '../shell/page-route';

export const auditRoutes: readonly PageRoute[] = [];
