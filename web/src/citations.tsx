import type { Citation } from './api.ts'
import { safeHref } from './api.ts'
import { peopleDate } from './dates.ts'
import { piecesOf, standingOf } from './standing.ts'

/** The clauses a reply stands on (政策依据), each to be opened and read in its own words. */
export const Citations = ({ citations }: { citations: readonly Citation[] }) =>
  citations.length === 0 ? null : (
    <div class="citations">
      <p class="citations-title">依据</p>
      <ul>
        {citations.map((citation) => {
          const href = safeHref(citation.href)
          const standing = standingOf(citation)
          return (
            <li>
              <details data-testid="citation">
                <summary>
                  《{citation.document.replace(/^《|》$/g, '')}》{citation.path}
                  {standing && (
                    <span class="badge" data-testid="standing">
                      {standing}
                    </span>
                  )}
                </summary>
                <blockquote>
                  {piecesOf(citation.quote).map((piece, at) => (
                    <>
                      {at > 0 && (
                        <p class="left-out">
                          <span aria-hidden="true">……</span>
                          <span class="sr-only">（中间略）</span>
                        </p>
                      )}
                      <p>{piece}</p>
                    </>
                  ))}
                </blockquote>
                <p class="muted">
                  {citation.effective && `${peopleDate(citation.effective)}起施行 `}
                  {href && (
                    <a href={href} target="_blank" rel="noopener">
                      查看原文
                    </a>
                  )}
                </p>
              </details>
            </li>
          )
        })}
      </ul>
    </div>
  )
