import type { MetadataRoute } from "next";
import { env } from "@/lib/env";

// The build knows no address of the application.
export const dynamic = "force-dynamic";

/** Everything that visitors may see may be found; data of the application is no page. */
export default function robots(): MetadataRoute.Robots {
  return {
    rules: {
      userAgent: "*",
      allow: ["/", "/api/images/"],
      disallow: ["/api/", "/unsubscribe/", "/ru/unsubscribe/", "/view/"],
    },
    sitemap: `${env().APP_URL}/sitemap.xml`,
  };
}
