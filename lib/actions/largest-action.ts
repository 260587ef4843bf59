/** Bytes of what an action's form may hold; images and files go by routes of their own. */
export const LARGEST_ACTION = 1_048_576;
