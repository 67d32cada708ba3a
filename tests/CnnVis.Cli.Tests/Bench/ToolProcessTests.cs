using CnnVis.Cli.Bench;

namespace CnnVis.Cli.Tests.Bench;

public class ToolProcessTests
{
    [Fact]
    public void Succeeding_HandsOutWhatItWrote()
    {
        (string output, string? error) = ToolProcess.Run(["methods", "--json"], CancellationToken.None);

        Assert.Null(error);
        Assert.Equal(ToolRun.Of("methods", "--json").Output, output);
    }

    [Fact]
    public void Failing_SaysWhatTheToolSaid()
    {
        string[] arguments = ["predict", "nowhere.onnx", ToolRun.Photo];

        (_, string? error) = ToolProcess.Run(arguments, CancellationToken.None);

        Assert.Equal(ToolRun.Of(arguments).Error.Trim(), $"cnnvis: {error}");
    }
}
