using System.Globalization;
using System.Text.RegularExpressions;
using CnnVis.Onnx;
using CnnVis.Runtime;
using CnnVis.Tests.Support;
using Microsoft.ML.OnnxRuntime;

namespace CnnVis.Tests.Runtime;

/// <summary>Batches keep to the limit, and get smaller where ONNX Runtime does not get its memory: here from an arena of its own that is too small.</summary>
public sealed class MemoryBudgetTests : IDisposable
{
    private const uint ArenaBytes = 12 << 20;

    private static readonly OrtMemoryInfo Processor = new(OrtMemoryInfo.allocatorCPU, OrtAllocatorType.ArenaAllocator, 0, OrtMemType.Default);

    public MemoryBudgetTests()
    {
        using var arena = new OrtArenaCfg(ArenaBytes, arenaExtendStrategy: 1, initialChunkSizeBytes: 1 << 10, maxDeadBytesPerChunk: 1 << 10);
        OrtEnv.Instance().CreateAndRegisterAllocator(Processor, arena);
    }

    public void Dispose() => OrtEnv.Instance().UnregisterAllocator(Processor);

    [Fact]
    public void BatchSize_OfRandomNetworks_KeepsToTheLimit()
    {
        var random = new Random(7);
        for (int i = 0; i < 40; i++)
        {
            int size = random.Next(8, 40);
            int channels = random.Next(1, 40);
            long limit = random.Next(1 << 19, 1 << 24);
            using CnnModel model = Network(size, channels).Load(new() { Execution = new() { MemoryLimit = limit, BatchSize = 64 } });

            int batch = model.BatchSizeFor(model.ImageInput.Shape);

            Assert.True(batch * model.BytesPerImage(model.ImageInput.Shape) <= limit, $"{batch} images of {size}x{size}, {channels} channels, limit {limit}");
            Assert.True(batch == 64 || (batch + 1) * model.BytesPerImage(model.ImageInput.Shape) > limit - (1 << 19), "needlessly small");
        }
    }

    [Theory]
    [InlineData("occlusion")]
    [InlineData("smooth-grad")]
    [InlineData("integrated-gradients")]
    [InlineData("rise")]
    [InlineData("ablation-cam")]
    [InlineData("kernel-shap")]
    public void Explain_LimitBelowTheLeast_SaysTheLeastWhichIsEnough(string method)
    {
        string message = Assert.ThrowsAny<CnnVisException>(() => Explain(method, new() { MemoryLimit = 1 << 10 })).Message;
        long least = long.Parse(Regex.Match(message, "at least ([0-9]+) MB").Groups[1].Value, CultureInfo.InvariantCulture);
        Explanation unlimited = Explain(method, new());

        Explanation limited = Raised(method, least);

        Agreement.Within(1e-5, unlimited.Map.Values.ToArray(), limited.Map.Values.ToArray(), method);
    }

    [Theory]
    [InlineData("rise")]
    [InlineData("occlusion")]
    [InlineData("smooth-grad")]
    [InlineData("integrated-gradients")]
    [InlineData("ablation-cam")]
    [InlineData("kernel-shap")]
    public void Explain_MemoryThatRunsOut_GoesOnWithSmallerBatches(string method)
    {
        Explanation roomy = Explain(method, new() { BatchSize = 32 });

        Explanation tight = Explain(method, new() { BatchSize = 32, ConfigureSession = UseArena });

        Assert.Contains(tight.Notes, note => note.StartsWith("There was not enough memory for larger batches", StringComparison.Ordinal));
        Assert.DoesNotContain(roomy.Notes, note => note.StartsWith("There was not enough memory", StringComparison.Ordinal));
        Agreement.Within(1e-5, roomy.Map.Values.ToArray(), tight.Map.Values.ToArray(), method);
    }

    [Fact]
    public void Explain_NoMemoryForOneImage_SaysSo()
    {
        using CnnModel model = Network(size: 192, channels: 32).Load(new() { Execution = new() { ConfigureSession = UseArena } });

        CnnVisException refused = Assert.ThrowsAny<CnnVisException>(() => model.Explain(Image(192)).Rise(new() { Masks = 4 }));

        Assert.Contains("not enough memory even for one image", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InParts_ThatSometimesFail_TakeEveryImageOnceInOrder()
    {
        var budget = new MemoryBudget("model", limit: null);
        var tried = new List<int>();

        IReadOnlyList<int[]> parts = budget.InParts(21, 8, (first, count) =>
        {
            tried.Add(count);
            return count > 3 ? throw new InsufficientMemoryException() : Enumerable.Range(first, count).ToArray();
        });

        Assert.Equal(Enumerable.Range(0, 21), parts.SelectMany(part => part));
        Assert.Equal([8, 4, 2], tried.Take(3));
        Assert.All(tried.Skip(2), count => Assert.InRange(count, 1, 2));
    }

    /// <summary>The session comes first, its tensors later: the least rises as more is known.</summary>
    private static Explanation Raised(string method, long least)
    {
        for (int round = 0; ; round++)
        {
            try
            {
                return Explain(method, new() { MemoryLimit = least << 20 });
            }
            catch (CnnVisException e) when (round < 4)
            {
                long next = long.Parse(Regex.Match(e.Message, "at least ([0-9]+) MB").Groups[1].Value, CultureInfo.InvariantCulture);
                Assert.True(next > least, e.Message);
                least = next;
            }
        }
    }

    private static Explanation Explain(string method, ExecutionOptions execution)
    {
        using CnnModel model = Network(size: 48, channels: 48).Load(new() { Execution = execution });
        Dictionary<string, string> options = method switch
        {
            "rise" => new() { ["masks"] = "64" },
            "kernel-shap" => new() { ["samples"] = "64" },
            "occlusion" => new() { ["incremental"] = "off" },
            "smooth-grad" => new() { ["samples"] = "33" },
            _ => [],
        };
        // Gradients of one class alone go image by image anyway.
        Explainer explainer = model.Explain(Image(48));
        return ExplanationMethod.Get(method).Recipe(options)(method is "smooth-grad" or "integrated-gradients" ? explainer.For(0, 1) : explainer);
    }

    private static void UseArena(SessionOptions options) => options.AddSessionConfigEntry("session.use_env_allocators", "1");

    private static ImageTensor Image(int size) => new(Numbers.Seeded(3 * size * size, 5), new ImageShape(3, size, size, TensorLayout.Nchw));

    private static SmallModel Network(int size, int channels) => new SmallModel()
        .Input("image", TensorProto.Types.DataType.Float, null, 3, size, size)
        .Initializer("kernel1", Numbers.Seeded(channels * 27, 1), channels, 3, 3, 3)
        .Initializer("kernel2", Numbers.Seeded(channels * channels * 9, 2), channels, channels, 3, 3)
        .Initializer("dense", Numbers.Seeded(channels * 4, 3), channels, 4)
        .Node("Conv", "conv1", ["image", "kernel1"], "c1", GraphEdits.IntsAttribute("pads", [1, 1, 1, 1]))
        .Node("Relu", "relu1", ["c1"], "r1")
        .Node("Conv", "conv2", ["r1", "kernel2"], "c2", GraphEdits.IntsAttribute("pads", [1, 1, 1, 1]))
        .Node("Relu", "relu2", ["c2"], "r2")
        .Node("GlobalAveragePool", "pool", ["r2"], "p")
        .Node("Flatten", "flatten", ["p"], "f")
        .Node("MatMul", "head", ["f", "dense"], "logits")
        .Output("logits", TensorProto.Types.DataType.Float, null, 4);
}
