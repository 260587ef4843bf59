import { notFound } from "next/navigation";
import { blogMetadata, BlogPageAt } from "@/app/[locale]/(blog)/blog/blog-page";
import { pageLocale } from "@/components/frame/document";

type Props = PageProps<"/[locale]/blog/page/[number]">;

/** None of them at the build, which has no database: each is made at its first request and then kept. */
export function generateStaticParams() {
  return [];
}

export async function generateMetadata({ params }: Props) {
  const { locale, number } = await params;
  return blogMetadata(pageLocale(locale), pageNumber(number));
}

export default async function LaterBlogPage({ params }: Props) {
  const { locale, number } = await params;
  return <BlogPageAt locale={pageLocale(locale)} page={pageNumber(number)} />;
}

/** From 2 on: the first page has an address of its own. */
function pageNumber(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text) || text === "1") notFound();
  return Number(text);
}
