import { blogMetadata, BlogPageAt } from "@/app/[locale]/(blog)/blog/blog-page";
import { pageLocale } from "@/components/frame/document";

type Props = PageProps<"/[locale]/blog">;

/** None of them at the build, which has no database: each is made at its first request and then kept. */
export function generateStaticParams() {
  return [];
}

export async function generateMetadata({ params }: Props) {
  return blogMetadata(pageLocale((await params).locale), 1);
}

export default async function BlogFrontPage({ params }: Props) {
  return <BlogPageAt locale={pageLocale((await params).locale)} page={1} />;
}
