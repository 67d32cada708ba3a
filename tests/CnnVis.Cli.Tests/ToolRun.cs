using System.Globalization;

namespace CnnVis.Cli.Tests;

/// <summary>The tool run as a user runs it, with what it wrote.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    public static string DigitsModel { get; } = Path.Combine(RepositoryFolder.Assets, "digits.onnx");

    public static string PhotoModel { get; } = Path.Combine(RepositoryFolder.Assets, "cifar10.onnx");

    public static string Photo { get; } = Path.Combine(RepositoryFolder.Assets, "chelsea.png");

    public static ToolRun Of(params string[] arguments) => Of(CancellationToken.None, arguments);

    public static ToolRun Of(CancellationToken cancellationToken, params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        int exitCode = Tool.Run(arguments, output, error, cancellationToken);
        return new ToolRun(exitCode, output.ToString(), error.ToString());
    }

    public ToolRun Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}");
        return this;
    }
}
