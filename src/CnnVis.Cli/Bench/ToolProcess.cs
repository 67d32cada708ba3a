using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace CnnVis.Cli.Bench;

/// <summary>The tool, started by itself.</summary>
internal static class ToolProcess
{
    private const string ErrorPrefix = "cnnvis: ";

    // Three folders above that of the runtime: dotnet/shared/Microsoft.NETCore.App/10.0.0.
    private static readonly string Host = Path.GetFullPath(
        Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>What it writes, and what it says where it fails.</summary>
    public static (string Output, string? Error) Run(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using Process process = Process.Start(new ProcessStartInfo(Host, [typeof(Tool).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using CancellationTokenRegistration cancelled = cancellationToken.Register(process.Kill);
        Task<string> error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        if (process.ExitCode == ExitCode.Success)
        {
            return (output, null);
        }

        string said = error.Result.Trim();
        return (output, process.ExitCode == ExitCode.BadInput && said.StartsWith(ErrorPrefix, StringComparison.Ordinal)
            ? said[ErrorPrefix.Length..]
            : string.Create(CultureInfo.InvariantCulture, $"its process ended with exit code {process.ExitCode}. {said}").TrimEnd());
    }
}
