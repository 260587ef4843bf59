/** What is used of it; @types/punycode describes the module of Node's name. */
declare module "punycode.js" {
  const punycode: { toUnicode(domain: string): string };
  export default punycode;
}
