/** Providers and the routing table, nothing else. */
import './theme/tokens.css';
import './theme/base.css';
import './theme/parts.css';
import './theme/pages.css';
import './theme/print.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, Suspense, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Route, Routes, useLocation } from 'react-router';
import { queryClient } from './api/queries';
import { NotFound, routes } from './routes';
import { Crash } from './shell/crash';
import { Frame } from './shell/frame';
import { Guard } from './shell/guard';
import { Skeleton } from './shell/loaded';
import { reloadOnceForOldChunks } from './shell/old-chunks';
import { SessionProvider } from './shell/session';
import { useLanguage } from './words/words';

reloadOnceForOldChunks();

function Pages() {
  const { pathname } = useLocation();
  const language = useLanguage();
  useEffect(() => {
    // Labels come from the API in the language of the request.
    void queryClient.invalidateQueries();
  }, [language]);
  return (
    <Suspense fallback={<Skeleton />}>
      <Routes>
        {routes.map(({ path, who, page: Page }) => (
          <Route
            key={path}
            path={path}
            element={
              <Guard who={who}>
                <Page key={pathname} />
              </Guard>
            }
          />
        ))}
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Suspense>
  );
}

const place = document.querySelector('#page');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <Crash>
        <QueryClientProvider client={queryClient}>
          <BrowserRouter>
            <SessionProvider>
              <Frame>
                <Crash>
                  <Pages />
                </Crash>
              </Frame>
            </SessionProvider>
          </BrowserRouter>
        </QueryClientProvider>
      </Crash>
    </StrictMode>,
  );
}
