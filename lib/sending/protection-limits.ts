/**
 * Above these shares of what it accepted, Resend closes accounts (https://resend.com/legal/acceptable-use).
 * Below the numbers beside them a share says little: one bounce of ten is ten per cent.
 */
export const BOUNCE_LIMIT = { share: 0.04, atLeast: 10 } as const;
export const COMPLAINT_LIMIT = { share: 0.0008, atLeast: 3 } as const;
