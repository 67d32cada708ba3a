using System.Runtime.InteropServices;
using CnnVis.Cli;

using var cancelled = new CancellationTokenSource();

void Cancel(PosixSignalContext context)
{
    // The run ends by itself at the next batch; killing it here would be no faster and could lose a file.
    context.Cancel = true;
    cancelled.Cancel();
}

using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);

return Tool.Run(args, Console.Out, Console.Error, cancelled.Token);
