import { Command, CommanderError, InvalidArgumentError } from "commander";
import { EXIT, exitCodeOf } from "./exit-codes.js";
import type { Terminal } from "./terminal.js";
import { ownPackage } from "./version.js";

const EXIT_HELP = `
Exit status: 0 done; 1 fault of the program; 2 wrong input; 3 not converged; 4 plugin; 5 file, disk or memory;
75 stopped on request with a checkpoint (go on with \`qmmm resume\`).`;

const EXAMPLES = `
Examples:
  qmmm init droplet                  write a commented input file and a small structure into droplet/
  qmmm check droplet/input.yaml      see what would be computed, without computing it
  qmmm run droplet/input.yaml        compute it; results are in droplet/input.out/
  qmmm resume droplet/input.out      go on after an interruption, as if nothing had happened
  qmmm plugins                       what can be written into an input file
${EXIT_HELP}`;

/** A command's work, told what it needs; gives the exit status. */
type Work = (terminal: Terminal) => Promise<number>;

function atomCount(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("A positive whole number is expected.");
}

function declareCommands(program: Command, start: (debug: boolean, work: Work) => Promise<void>): void {
  program
    .command("run")
    .summary("do what an input file says")
    .description("Does what an input file says, and writes the results into a folder of their own.")
    .argument("<input>", "input file (YAML or JSON)")
    .option("-o, --output <folder>", "folder for the results; default: beside the input file, with the ending .out")
    .option("-f, --force", "replace the results of an earlier run in that folder", false)
    .option("-q, --quiet", "print errors only", false)
    .option("--debug", "print stack traces of errors", false)
    .addHelpText("after", "\nExample:\n  qmmm run examples/water/input.yaml --output runs/water")
    .action((input: string, options: { output?: string; force: boolean; quiet: boolean; debug: boolean }) =>
      start(options.debug, async (terminal) =>
        (await import("./commands/run.js")).runCommand(input, options, terminal),
      ),
    );
  program
    .command("resume")
    .summary("go on with an interrupted run")
    .description(
      "Goes on with an interrupted run from its last checkpoint, or from its beginning when there is none yet.",
    )
    .argument("<folder>", "folder of results that `qmmm run` made")
    .option("-q, --quiet", "print errors only", false)
    .option("--debug", "print stack traces of errors", false)
    .addHelpText("after", "\nExample:\n  qmmm resume runs/water")
    .action((folder: string, options: { quiet: boolean; debug: boolean }) =>
      start(options.debug, async (terminal) =>
        (await import("./commands/resume.js")).resumeCommand(folder, options, terminal),
      ),
    );
  program
    .command("check")
    .summary("show what an input file means, without running it")
    .description("Validates an input file, builds what it describes and shows it: atoms, links, charges, levels, cost.")
    .argument("<input>", "input file (YAML or JSON)")
    .option("--forces", "compare forces with central differences of the energy on some atoms", false)
    .option("--atoms <n>", "number of atoms for --forces", atomCount, 4)
    .option("--no-evaluate", "do not compute the energy of the starting structure")
    .option("--debug", "print stack traces of errors", false)
    .addHelpText("after", "\nExample:\n  qmmm check examples/water/input.yaml --forces")
    .action((input: string, options: { forces: boolean; atoms: number; evaluate: boolean; debug: boolean }) =>
      start(options.debug, async (terminal) =>
        (await import("./commands/check.js")).checkCommand(input, options, terminal),
      ),
    );
  program
    .command("plugins")
    .summary("list methods, force fields, couplings and tasks with their options")
    .description("Lists what the installed plugins offer, with the options that an input file may give.")
    .argument("[name]", "show only this plugin or component")
    .option("--json", "print JSON (options as JSON Schema)", false)
    .option("--project <folder>", "folder whose installed packages are searched; default: the current one")
    .option("--debug", "print stack traces of errors", false)
    .addHelpText("after", "\nExamples:\n  qmmm plugins\n  qmmm plugins hf")
    .action((name: string | undefined, options: { json: boolean; project?: string; debug: boolean }) =>
      start(options.debug, async (terminal) =>
        (await import("./commands/plugins.js")).pluginsCommand(name, options, terminal),
      ),
    );
  program
    .command("init")
    .summary("write an input file to start from")
    .description("Writes a commented input file and a small structure into a new folder.")
    .argument("[name]", "folder to make", "qmmm-run")
    .option(
      "-t, --template <name>",
      "what to start from: water (a molecule in water) or molecule (in empty space)",
      "water",
    )
    .option("--debug", "print stack traces of errors", false)
    .addHelpText("after", "\nExample:\n  qmmm init droplet --template water")
    .action((name: string, options: { template: string; debug: boolean }) =>
      start(options.debug, async (terminal) =>
        (await import("./commands/init.js")).initCommand(name, options, terminal),
      ),
    );
}

/**
 * Runs the program with the given arguments. Only what a command needs is loaded.
 *
 * @returns the exit status
 */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  let status: number = EXIT.ok;
  const start = async (debug: boolean, work: Work): Promise<void> => {
    try {
      status = await work(terminal);
    } catch (error) {
      const { reportError } = await import("./commands/report-error.js");
      terminal.error(reportError(error, debug));
      status = exitCodeOf(error);
    }
  };
  const program = new Command("qmmm")
    .description("Quantum mechanics in molecular mechanics, from an input file.")
    .version(ownPackage().version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .addHelpText("after", EXAMPLES)
    .showSuggestionAfterError()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.error })
    .exitOverride();
  declareCommands(program, start);
  for (const command of program.commands) command.copyInheritedSettings(program).helpOption("-h, --help", "print help");
  try {
    await program.parseAsync([...(args.length === 0 ? ["--help"] : args)], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.ok : EXIT.input;
  }
  return status;
}
