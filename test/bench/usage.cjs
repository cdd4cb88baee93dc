/** Loaded into a measured process: writes what it used to the file named in BENCH_USAGE when it ends. */
const { writeFileSync } = require('node:fs');

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(process.env.BENCH_USAGE, JSON.stringify({ memory: maxRSS / 1024, cpu: (userCPUTime + systemCPUTime) / 1000 }));
});
