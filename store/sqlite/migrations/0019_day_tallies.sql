CREATE TABLE `day_tallies` (
	`day` text NOT NULL,
	`kind` text NOT NULL,
	`agent` text NOT NULL,
	`model` text NOT NULL,
	`ending` text NOT NULL,
	`bucket` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`day`, `kind`, `agent`, `model`, `ending`, `bucket`)
);
