using System.Text.Json;
using CnnVis.Onnx;
using CnnVis.Tests.Support;

namespace CnnVis.Cli.Tests.Bench;

public class BenchCommandTests
{
    private const TensorProto.Types.DataType Float = TensorProto.Types.DataType.Float;

    /// <summary>One run of everything, in processes of its own as a user has it: 9 windows of 32 and 169 of 16 in an image of 64x64.</summary>
    [Fact]
    public void Json_HasEveryKeyThatScriptsRelyOn()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.Write(folder.File("network.onnx"), AnySize().Proto.ToBytes());

        ToolRun run = ToolRun.Of("bench", folder.File("network.onnx"), "--size", "64", "--threads", "1", "--json").Succeeded();

        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement root = json.RootElement;
        Assert.Equal(("network.onnx", 64, 64, 1), (root.GetProperty("model").GetString(), Number("height"), Number("width"), Number("threads")));
        Assert.All(
            (string[])["forward_ms", "gradient_ratio", "integrated_gradients_50_ratio", "grad_cam_ratio", "occlusion_32_16_ratio", "occlusion_16_4_ratio", "peak_memory_mb"],
            key => Assert.True(Number(key) > 0, $"{key} is {Number(key)}; notes: {root.GetProperty("notes")}"));
        Assert.InRange(Number("occlusion_32_16_max_difference"), 0, 1e-4);
        Assert.Equal((9, 169), (Number("occlusion_32_16_windows"), Number("occlusion_16_4_windows")));
        Assert.Equal(Number("gradient_ms") / Number("gradient_forward_ms"), Number("gradient_ratio"), Number("gradient_ratio") / 100);
        Assert.Equal(9000 / Number("occlusion_32_16_ms"), Number("occlusion_32_16_windows_per_second"), Number("occlusion_32_16_windows_per_second") / 100);

        double Number(string key) => root.GetProperty(key).GetDouble();
    }

    [Fact]
    public void Cancelled_IsExitCode130()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        ToolRun run = ToolRun.Of(cancelled.Token, "bench", ToolRun.PhotoModel);

        Assert.Equal((130, ""), (run.ExitCode, run.Output));
    }

    private static SmallModel AnySize()
    {
        float[] Weights(int count) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin(i) / 4)];
        return new SmallModel()
            .Input("image", Float, null, 3, null, null)
            .Initializer("first", Weights(8 * 3 * 9), 8, 3, 3, 3)
            .Initializer("second", Weights(8 * 8 * 9), 8, 8, 3, 3)
            .Initializer("dense", Weights(8 * 4), 8, 4)
            .Node("Conv", "conv1", ["image", "first"], "conv1", GraphEdits.IntsAttribute("pads", [1, 1, 1, 1]))
            .Node("Relu", "relu1", ["conv1"], "relu1")
            .Node("Conv", "conv2", ["relu1", "second"], "conv2", GraphEdits.IntsAttribute("strides", [2, 2]))
            .Node("Relu", "relu2", ["conv2"], "relu2")
            .Node("GlobalAveragePool", "pool", ["relu2"], "pool")
            .Node("Flatten", "flatten", ["pool"], "flat")
            .Node("MatMul", "dense", ["flat", "dense"], "logits")
            .Output("logits", Float, null, 4);
    }
}
