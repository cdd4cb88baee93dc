/** The process that @vscode/test-electron runs in, since it writes the output of VS Code straight to its own. */
import { downloadAndUnzipVSCode, runTests, SilentReporter } from '@vscode/test-electron';

/** The exit code that says that VS Code could not be downloaded. */
const downloadFailed = 3;

const settings = JSON.parse(process.argv[2]);
try {
  const vscodeExecutablePath = await downloadAndUnzipVSCode({ reporter: new SilentReporter() });
  process.exitCode = await runTests({ ...settings, vscodeExecutablePath }).catch((error) => {
    console.error(error);
    return 1;
  });
} catch (error) {
  console.error(error);
  process.exitCode = downloadFailed;
}
