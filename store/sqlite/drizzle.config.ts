import { defineConfig } from 'drizzle-kit'

// npx drizzle-kit generate --config store/sqlite/drizzle.config.ts --name what_changes
export default defineConfig({ dialect: 'sqlite', schema: './store/sqlite/schema.ts', out: './store/sqlite/migrations' })
