import { defineRouteMiddleware } from '@astrojs/starlight/route-data';

/** Previous and next lead from lesson to lesson only; other pages have neither. */
export const onRequest = defineRouteMiddleware(({ locals }) => {
  const { entry, pagination } = locals.starlightRoute;
  const isLesson = (href: string | undefined) =>
    entry.data.lesson !== undefined && href?.includes('/lessons/') === true;
  if (!isLesson(pagination.prev?.href)) pagination.prev = undefined;
  if (!isLesson(pagination.next?.href)) pagination.next = undefined;
});
