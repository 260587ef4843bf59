/**
 * The header under which middleware.ts tells a page its own address, which Next tells a layout nowhere: path and query
 * as they stand in the browser. It is set anew on every request, so nobody else's is believed.
 */
export const ASKED_PATH = "x-asked-path";
