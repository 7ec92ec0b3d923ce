import type { Audience } from '../core/knowledge.ts'
import { cast, type TestServer } from './test-server.ts'

/** An invented rule of an invented county, in two versions; nothing here is law. */
export const dogRules = {
  old: `---
title: 云溪县演示养犬登记办法
kind: law
number: 云演规〔2018〕1号
issuer: 云溪县演示办公室
version: 2018-05-01
effective: 2018-06-01
source: 演示文本
---
# 云溪县演示养犬登记办法

## 第一章 总则
第一条 为了演示版本，制定本办法。

第二条 养犬应当登记。

## 第二章 登记
第三条 登记应当提交下列材料：

（一）养犬人的身份证明；

（二）犬只照片一张；

（三）免疫证明。

材料齐全的，五日内办结。

第四条 登记费每只每年三十元。

`,
  now: `---
title: 云溪县演示养犬登记办法
kind: law
number: 云演规〔2026〕3号
issuer: 云溪县演示办公室
version: 2025-11-01
effective: 2026-01-01
source: 演示文本
---
# 云溪县演示养犬登记办法

## 第一章 总则
第一条 为了演示版本，制定本办法。

第二条 本办法所称犬只&lt;script&gt;，是指家养的犬。

第三条 养犬应当登记。

## 第二章 登记
第四条 登记应当提交下列材料：

（一）养犬人的身份证明；

（二）犬只照片两张；

（三）免疫证明。

材料齐全的，当场办结。

`,
} as const

/** A guide of the house with a table. */
export const guide = (title: string, words: string, more = ''): string => `---
title: ${title}
kind: guide
version: 2026-11
effective: 2026-01-01
source: 演示文本
review: { by: 王守正, at: 2026-01-01, expires: 2026-12-31 }
${more}---
# ${title}

## 去哪里
${words}

## 收费

| 项目 | 金额 |
| --- | --- |
| 首次登记 | 三十元 |
| 补证 | 十元 |
`

/** Uploads a text as an analyst would, and gives back what the server says. */
export const upload = async (
  s: TestServer,
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
  given: { topic?: string; audience?: Audience; as?: Parameters<TestServer['as']>[0] } = {},
): Promise<Response> => {
  const form = new FormData()
  form.set('file', new File([content], name))
  form.set('topic', given.topic ?? 'dogs')
  form.set('audience', given.audience ?? 'public')
  return s.as(given.as ?? cast.gu, '/api/knowledge/documents', { method: 'POST', body: form })
}
