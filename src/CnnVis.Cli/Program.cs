using System.Runtime.InteropServices;
using CnnVis.Cli;

using var cancelled = new CancellationTokenSource();

void Cancel(PosixSignalContext context)
{
    // The first signal lets the run end by itself at the next batch; a second one ends the process.
    context.Cancel = !cancelled.IsCancellationRequested;
    cancelled.Cancel();
}

using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);

return Tool.Run(args, Console.Out, Console.Error, cancelled.Token);
