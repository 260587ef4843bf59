import { CallbackRouteError, CredentialsSignin, JWTSessionError, SignOutError } from "@auth/core/errors";
import { afterEach, expect, it, vi } from "vitest";
import { reportAuthError } from "@/lib/auth/report-error";

afterEach(() => {
  vi.restoreAllMocks();
});

it("a cookie that is old or garbage and a refused sign-in leave the log empty, and a fault does not", () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
  reportAuthError(new JWTSessionError("Invalid JWT"));
  reportAuthError(new CredentialsSignin());
  expect(log).not.toHaveBeenCalled();
  const fault = new CallbackRouteError("the database does not answer");
  reportAuthError(fault);
  expect(log).toHaveBeenCalledExactlyOnceWith(fault);
});

it("a sign-out that was not done is no sign-out: the library must not go on", () => {
  expect(() => reportAuthError(new SignOutError("down"))).toThrow(SignOutError);
});
