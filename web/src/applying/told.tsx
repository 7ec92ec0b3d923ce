import type { Words } from './form.ts'

/** Chinese, with English beside it where the form is in two languages. */
export const Told = ({ words, isBilingual }: { words: Words; isBilingual: boolean }) => (
  <>
    {words.zh}
    {isBilingual && (
      <>
        {' '}
        <span lang="en" class="en">
          {words.en}
        </span>
      </>
    )}
  </>
)
