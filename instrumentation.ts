/**
 * Once per server process: refuses to serve with a configuration that cannot be used, and starts the built-in
 * scheduler where SCHEDULER is on. Never on Vercel, where env() refuses it.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { refuseToServeMisconfigured } = await import("@/lib/env/refuse-to-serve");
    refuseToServeMisconfigured();
    const { env: settings, tellOwnAddress } = await import("@/lib/env");
    const { TRUSTED_PROXIES, APP_URL } = settings();
    tellOwnAddress();
    // Nobody serves https here: there the connection is a proxy's, although none is said to be trusted.
    if (TRUSTED_PROXIES === 0 && APP_URL.startsWith("http:")) {
      const { tellSocketAddresses } = await import("@/lib/auth/socket-address");
      tellSocketAddresses();
    }
    const { endTicksWithServer } = await import("@/lib/engine-host/ending");
    endTicksWithServer();
    const { startScheduler } = await import("@/lib/engine-host/scheduler");
    startScheduler();
  }
}
