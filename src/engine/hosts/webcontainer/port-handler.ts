import type { ApiHandler, ApiRequest, ApiResponse } from '../../cluster/apiserver/http.ts';
import type { Json } from '../../cluster/json.ts';
import type { Session } from '../../session/session.ts';

type Changing = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

function isChanging(method: ApiRequest['method']): method is Changing {
  return method === 'POST' || method === 'PUT' || method === 'PATCH' || method === 'DELETE';
}

function bodyOf(request: ApiRequest): Json {
  return request.body ?? null;
}

/** The API as programs inside the container reach it: reading is free, every change goes through the journal. */
export function portHandler(session: Session, between: (run: () => void) => void): ApiHandler {
  return (request) => {
    let response: ApiResponse = { status: 503, headers: {}, warnings: [], text: 'the session stands still\n' };
    between(() => {
      response = isChanging(request.method)
        ? session.applyRequest({
            do: 'request',
            method: request.method,
            path: request.path,
            contentType: request.headers?.['content-type'] ?? 'application/json',
            body: bodyOf(request),
          })
        : session.world.cluster.handle(request);
    });
    return response;
  };
}
