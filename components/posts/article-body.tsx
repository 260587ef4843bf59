/** An article's HTML as lib/posts/markdown.ts made it: sanitized. */
export function ArticleBody({ html, language }: { html: string; language: string }) {
  return <div lang={language} className="article-body" dangerouslySetInnerHTML={{ __html: html }} />;
}
