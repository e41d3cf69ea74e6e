/** Base 32 as Douglas Crockford writes it: no letter that is read as another (I, L, O) or makes words (U). */
export const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
