/** Every address below /api that is none: no page, so no page's 404. */
function notFound(): Response {
  return Response.json({ error: "not_found" }, { status: 404 });
}

export { notFound as GET, notFound as POST, notFound as PUT, notFound as PATCH, notFound as DELETE };
