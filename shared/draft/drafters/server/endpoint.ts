import { z } from 'zod';

/** Where a model server is and how it is spoken to. `url` ends before `/chat/completions`. */
export const Endpoint = z.object({
  url: z.url({ protocol: /^https?$/ }),
  model: z.string().min(1).max(200),
  key: z.string().max(4000).optional(),
  /** Tokens of the model's window. */
  contextTokens: z.coerce.number().int().min(2000).max(2_000_000).default(8192),
});
export type Endpoint = z.infer<typeof Endpoint>;
