/**
 * A value that only the HTTP edge and the account activity can open: AES-256-GCM under the key of the person it
 * belongs to. The rules never look inside.
 */
export type Sealed = string & { readonly __sealed?: never };
