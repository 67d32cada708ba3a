using System.Diagnostics;

namespace CnnVis.Cli.Tests;

/// <summary>The tool as a process of its own: what only a signal shows.</summary>
public class ProcessTests
{
    [Fact]
    public async Task Kill_HalfWay_LeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        using Process process = StartLongRun(folder);
        await process.StandardError.ReadLineAsync();

        process.Kill();
        await process.WaitForExitAsync();

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Terminate_HalfWay_IsExitCode130AndLeavesNoFile()
    {
        if (OperatingSystem.IsWindows())
        {
            // Windows has no signal that one process can send to another.
            return;
        }

        using var folder = new TemporaryFolder();
        using Process process = StartLongRun(folder);
        await process.StandardError.ReadLineAsync();

        // Not SIGINT, which is handled the same: a shell makes its background jobs ignore that one, and the tests may run in such a job.
        using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        string rest = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(130, process.ExitCode);
        Assert.EndsWith("cnnvis: cancelled.", rest.Trim(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    // 784 windows of one pixel, one after the other: far longer than it takes to send a signal after the first line of progress.
    private static Process StartLongRun(TemporaryFolder folder) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "CnnVis.Cli.dll"), "explain", ToolRun.PhotoModel, ToolRun.Photo,
            "--set", "window=2", "--set", "stride=1", "--out", folder.Path,
        ])
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    })!;
}
