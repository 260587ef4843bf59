import { applicationJobs } from "@/lib/engine-host/application-jobs";
import { disconnect } from "@/lib/db";
import { runJobs } from "@/lib/jobs/run";

// Runs the application's jobs once, as the cron route does, in a process that can be killed.
await runJobs(applicationJobs(), { time: 60_000 });
await disconnect();
