import type { ComponentChildren } from 'preact'
import { blocksOf } from './blocks.ts'

const Inline = ({ text }: { text: string }): ComponentChildren =>
  // Odd pieces stood between ** and **.
  text.split(/\*\*([^*]+)\*\*/).map((piece, i) => (i % 2 ? <strong>{piece}</strong> : piece))

/** Text of a reply. English answers are marked as English, so that they are read aloud in English. */
export const RichText = ({ text }: { text: string }) => (
  <div class="rich" lang={/\p{Script=Han}/u.test(text) || !text ? undefined : 'en'}>
    {blocksOf(text).map((block) => {
      if (block.kind === 'p') return <p>{Inline(block)}</p>
      const items = block.items.map((item) => <li>{Inline({ text: item })}</li>)
      return block.kind === 'ul' ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>
    })}
  </div>
)
