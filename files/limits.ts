/** How much of a file is taken (导入上限). Every count is of what was really read, never of what a file claims. */
export interface FileLimits {
  readonly fileBytes: number
  /** Of all members of a zip together. */
  readonly unpackedBytes: number
  /** Unpacked over packed bytes, once a member is past `ratioFromBytes`. Deflate itself cannot pass 1,032. */
  readonly ratio: number
  readonly ratioFromBytes: number
  readonly members: number
  readonly pages: number
  readonly rows: number
  readonly columns: number
  /** Characters of one record of a table, or of one line of JSONL. */
  readonly recordChars: number
  /** Most that reading a PDF may add to the memory of the process, bytes. */
  readonly memoryBytes: number
  /** Longest that one page of a PDF may take, ms. */
  readonly pageMs: number
  /** Longest wait for the password table, outline and first page of a PDF, ms. */
  readonly openMs: number
}

const mb = 1_048_576

/** For a command of the operator: what 2 cores and 400 MB of memory read. A door for uploads gives smaller ones. */
export const fileLimits: FileLimits = {
  fileBytes: 512 * mb,
  unpackedBytes: 2_048 * mb,
  ratio: 300,
  ratioFromBytes: 32 * mb,
  members: 10_000,
  pages: 10_000,
  rows: 2_000_000,
  columns: 1_024,
  recordChars: 1_000_000,
  memoryBytes: 320 * mb,
  pageMs: 30_000,
  openMs: 60_000,
}
