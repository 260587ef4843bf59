import { expect, it } from "vitest";
import { withScriptPolicy } from "@/lib/cache/handler/inline-scripts";

it("a cached page runs the scripts that stand in it, by their hashes, and files of this site; no others", () => {
  const html =
    '<head><script src="/theme.js"></script><script async="" src="/_next/a.js"></script></head>' +
    "<body><script>alert('hello')</script><script id=\"_R_\">let a = 1 < 2;\n</script><script>alert('hello')</script></body>";
  const page = { kind: "APP_PAGE" as const, html, headers: { "x-next-cache-tags": "home" } };
  expect(withScriptPolicy(page)).toEqual({
    ...page,
    headers: {
      "x-next-cache-tags": "home",
      // Of openssl dgst -sha256 -binary | base64.
      "content-security-policy":
        "script-src 'self' 'sha256-vIsp2avtxDy0157AryO+jEJVpLdmka7PI7o7C4q5ABE=' 'sha256-ittdVKm3ObeDhin4huNcmyz3lnTwKtOGek/4gq0irPU='",
    },
  });
});

it("what is no page stays as it is", () => {
  const route = { kind: "APP_ROUTE" as const, body: Buffer.from("<script>a</script>") };
  expect(withScriptPolicy(route)).toBe(route);
});
