import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { RequestLimits } from '../edge/request-limits.js';
import type { SignedIn } from '../../../people/accounts/session-service.js';
import { ROUTE_ACCESS, type RouteAccess } from './access.js';
import { escapePointer } from '../input/field-validation.js';
import { HttpProblem } from '../problems/problem.js';
import { wrongQuery } from '../input/query.js';
import { limitAccount } from '../edge/rate-limit.js';
import { BrowserSession } from './browser-session.js';
import { idempotencyKeyOf, rememberSession } from './signed-in.js';
import { isUuid } from '../input/uuid.js';

/** Lets a request pass by the route's own @Access. It refuses every request to a route without one. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly browser: BrowserSession,
    private readonly limits: RequestLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const route = this.reflector.get<RouteAccess | undefined>(ROUTE_ACCESS, context.getHandler());
    if (!route) throw new HttpProblem('forbidden');
    if (route.who !== 'anyone') {
      // Neither the event stream nor a page that only looks again in the background keeps a session alive.
      const keepsAlive = route.background !== true && request.headers['x-background'] !== '1';
      const session = await this.browser.at(request, http.getResponse<Response>(), keepsAlive);
      if (!session) throw new HttpProblem('not-signed-in');
      await limitAccount(this.limits, request, http.getResponse<Response>(), session.principalId);
      this.admit(route, request, session);
    }
    if (route.query) refuseUnknown(Object.keys(request.query), Object.keys(route.query));
    if (route.idempotent) requireKey(request);
    if (route.emptyBody) refuseContent(request.body as unknown);
    return true;
  }

  private admit(route: RouteAccess, request: Request, session: SignedIn): void {
    if (session.mustChangePassword && !route.beforePasswordChange) throw new HttpProblem('password-change-required');
    if (!passedSecondFactor(session, route)) throw new HttpProblem('second-factor-required');
    const roles = route.who;
    if (Array.isArray(roles) && !roles.includes(session.role)) throw new HttpProblem('forbidden');
    rememberSession(request, session);
  }
}

/** The first password is changed before the second factor is asked for, so that a counter code is used up first. */
function passedSecondFactor({ secondFactor, mustChangePassword }: SignedIn, route: RouteAccess): boolean {
  if (secondFactor === 'none' || secondFactor === 'passed' || route.beforeSecondFactor) return true;
  return mustChangePassword && route.beforePasswordChange === true;
}

/** A misspelt filter would be ignored, and the answer would be taken for the filtered one. */
function refuseUnknown(sent: readonly string[], known: readonly string[]): void {
  const [unknown] = sent.filter((name) => !known.includes(name));
  if (unknown !== undefined) throw wrongQuery(escapePointer(unknown), 'unknown-field');
}

function refuseContent(body: unknown): void {
  if (body === undefined) return;
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  const names = isObject ? Object.keys(body) : [];
  const unknown = names.map((name) => ({ pointer: `/${escapePointer(name)}`, code: 'unknown-field' as const }));
  const errors = isObject ? unknown : [{ pointer: '', code: 'wrong-type' as const }];
  if (errors.length > 0) throw new HttpProblem('invalid-body', { errors });
}

function requireKey(request: Request): void {
  const key = idempotencyKeyOf(request);
  if (key === '') throw new HttpProblem('idempotency-key-missing');
  if (!isUuid(key)) throw new HttpProblem('idempotency-key-invalid');
}
