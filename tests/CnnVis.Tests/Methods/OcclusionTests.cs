using CnnVis.Methods;
using CnnVis.Models;
using CnnVis.Tests.Support;
using CsCheck;

namespace CnnVis.Tests.Methods;

public class OcclusionTests
{
    private static readonly float[] OneToSixteen = [.. Enumerable.Range(1, 16).Select(value => (float)value)];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string name in ReferenceCase.AllNames)
            {
                cases.Add(name, "exact");
                cases.Add(name, "off");
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Occlusion_ReferenceNetwork_AgreesWithCaptum(string name, string mode)
    {
        var reference = new ReferenceCase(name);
        (NpyArray expected, OcclusionOptions options) = reference.Occlusion();
        using CnnModel model = reference.Load();
        ImageTensor images = reference.Input;

        var actual = new List<float>();
        for (int i = 0; i < images.Count; i++)
        {
            Explanation explanation = model.Explain(images.Slice(i)).For(reference.TargetOf(i)).Occlusion(options with { Incremental = IncrementalMode.Parse(mode, null) });
            actual.AddRange(explanation.Map.ToArray().Values);
        }

        Agreement.Within(1e-4, expected.Values, actual.ToArray(), name);
    }

    [SharedTheory]
    [InlineData("mobilenetv2_1.0_224_nchw_logits1000.onnx", null)]
    [InlineData("mobilenetv2_1.0_224_nhwc_softmax1001.onnx", null)]
    [InlineData("squeezenet_winml_fp32_op7.onnx", null)]
    [InlineData("squeezenet_winml_fp16_op7.onnx", "the model reads Float16")]
    [InlineData("deeplabv3_voc_257_tf2onnx_nhwc_op9.onnx", "windows of this size change most of what the network computes")]
    [InlineData("selfie_segmentation_unet_256_nchw_sigmoid.onnx", "windows of this size change most of what the network computes")]
    [InlineData("fer2013_mini_xception_nhwc_softmax7.onnx", null)]
    [InlineData("mnist_burn_pytorch_bn_op16.onnx", null)]
    [InlineData("mnist_cntk_op8.onnx", "windows of this size change most of what the network computes")]
    public void Occlusion_TrainedNetwork_IsTheSameIncrementally(string file, string? objection)
    {
        using CnnModel model = CnnModel.Load(SharedFiles.Model(file));
        ImageShape shape = model.ImageInput.Shape;
        Explainer explainer = model.Explain(new ImageTensor(Numbers.Seeded(shape.ElementCount, 5), shape));
        int side = shape.Width / 8;
        Explanation expected = explainer.Occlusion(new() { Window = side, Stride = side, Incremental = IncrementalMode.Off });

        Explanation actual = explainer.Occlusion(new() { Window = side, Stride = side });

        Agreement.Within(1e-4, expected.Map.Values.ToArray(), actual.Map.Values, file);
        Assert.Equal(expected.Notes, actual.Notes);
        var grid = new WindowGrid(shape.Height, shape.Width, side, side);
        Assert.Equal(objection, IncrementalNetworks.Of(model).Objection(shape, grid.Rows, grid.Columns));
    }

    // f = sum of a 4x4 image of 1 to 16, window 3, stride 2: worked by hand from Captum's definition.
    [Fact]
    public void Occlusion_SumOfSixteenPixels_IsTheHandWorkedMap()
    {
        var input = new ImageTensor(OneToSixteen, new ImageShape(1, 4, 4, TensorLayout.Nchw));
        var context = ExplanationContext.For(input, SumOfEach);

        Heatmap map = new OcclusionMethod(new OcclusionOptions { Window = 3, Stride = 2 }).Attribute(context).Single();

        Assert.Equal([54, 54, 49.5f, 45, 54, 54, 49.5f, 45, 63, 63, 56.25f, 49.5f, 72, 72, 63, 54], map.Values.ToArray());
        Assert.Equal(5, context.ForwardPasses);
    }

    [Fact]
    public void Occlusion_ImageOfTheFillColor_IsZeroEverywhere()
    {
        var input = new ImageTensor(new float[3 * 9 * 7], new ImageShape(3, 9, 7, TensorLayout.Nchw));

        Heatmap map = new OcclusionMethod(new OcclusionOptions { Window = 3, Stride = 1 }).Attribute(ExplanationContext.For(input, SumOfEach)).Single();

        Assert.All(map.Values.ToArray(), value => Assert.Equal(0, value));
    }

    // Any geometry, layout, fill and batch, against the definition in plain loops.
    [Fact]
    public void Occlusion_AnyGeometry_EqualsItsDefinition() => (
        from height in Gen.Int[1, 13]
        from width in Gen.Int[1, 13]
        from isColor in Gen.Bool
        from layout in Gen.Enum<TensorLayout>()
        from windowHeight in Gen.Int[1, height]
        from windowWidth in Gen.Int[1, width]
        from strideHeight in Gen.Int[1, windowHeight]
        from strideWidth in Gen.Int[1, windowWidth]
        from fill in Gen.Int[-2, 2]
        from batch in Gen.Int[1, 9]
        from seed in Gen.Int[0, 1000]
        select (new ImageShape(isColor ? 3 : 1, height, width, layout), new WindowSize(windowHeight, windowWidth), new WindowSize(strideHeight, strideWidth), fill, batch, seed))
        .Sample(sample =>
        {
            (ImageShape shape, WindowSize window, WindowSize stride, int fill, int batch, int seed) = sample;
            var input = new ImageTensor(Numbers.Seeded(shape.ElementCount, seed).AsSpan(), shape);
            float[] weights = Numbers.Seeded(shape.ElementCount, seed + 1);
            float Score(ReadOnlySpan<float> image)
            {
                double sum = 0;
                for (int i = 0; i < image.Length; i++)
                {
                    sum += (weights[i] * image[i]) + (0.5 * weights[^(i + 1)] * image[i] * image[(i + 1) % image.Length]);
                }

                return (float)sum;
            }

            float[] ScoreEach(ImageTensor images) =>
                [.. Enumerable.Range(0, images.Count).Select(i => Score(images.Values.Slice(i * shape.ElementCount, shape.ElementCount)))];

            var options = new OcclusionOptions { Window = window, Stride = stride, Fill = Baseline.Constant(fill) };
            Heatmap map = new OcclusionMethod(options).Attribute(ExplanationContext.For(input, ScoreEach, batch)).Single();

            double[] expected = NaiveOcclusion(input, window, stride, fill, Score);
            Agreement.Within(1e-4, [.. expected, 1], [.. map.Values, 1], "map");
        },
        iter: 400,
        seed: "0N0XIzNsQ0O2");

    [Fact]
    public void Occlusion_AnyBatchSize_GivesTheSameMap()
    {
        var reference = new ReferenceCase("resnet");
        ImageTensor image = reference.Input.Slice(0);
        string path = Path.Combine(TestSupport.RepositoryFolder.References, "resnet", "model.onnx");

        float[][] maps =
        [
            .. new[] { 1, 7, 16 }.Select(batch =>
            {
                using CnnModel model = CnnModel.Load(path, new() { Execution = new() { BatchSize = batch } });
                return model.Explain(image).Occlusion().Map.Values.ToArray();
            }),
        ];

        Agreement.Within(1e-5, [.. maps[0].Select(value => (double)value)], maps[1], "batch 7");
        Agreement.Within(1e-5, [.. maps[0].Select(value => (double)value)], maps[2], "batch 16");
    }

    [Theory]
    [InlineData("mean")]
    [InlineData("blur")]
    [InlineData("blur:2.5")]
    [InlineData("0.25")]
    public void Occlusion_Fill_IsWhatTheHiddenPixelsBecome(string text)
    {
        ImageShape shape = new(3, 8, 6, TensorLayout.Nhwc);
        var input = new ImageTensor(Numbers.Seeded(shape.ElementCount, 3).AsSpan(), shape);
        var context = ExplanationContext.For(input, SumOfEach);
        var fill = Baseline.Parse(text, null);
        float[] filled = fill.ToTensor(context);
        double drop = input.Values.ToArray().Sum(value => (double)value) - filled.Sum(value => (double)value);

        var options = new OcclusionOptions { Window = new(8, 6), Stride = 1, Fill = fill };
        Heatmap map = new OcclusionMethod(options).Attribute(context).Single();

        Assert.All(map.Values.ToArray(), value => Assert.Equal(drop, value, 1e-4));
        Assert.Equal(text, fill.ToString());
    }

    [Fact]
    public void OcclusionOptions_New_HasCaptumsFillAndNoWindow()
    {
        var options = new OcclusionOptions();

        Assert.Null(options.Window);
        Assert.Null(options.Stride);
        Assert.Equal("0", options.Fill.ToString());
    }

    [Theory]
    [InlineData(224, 224, "32x32", "16x16")]
    [InlineData(32, 32, "5x5", "2x2")]
    [InlineData(3, 5, "1x1", "1x1")]
    public void OcclusionOptions_Defaults_FollowTheShorterSide(int height, int width, string window, string stride)
    {
        OcclusionOptions fitted = new OcclusionOptions().ForShape(new ImageShape(3, height, width, TensorLayout.Nchw));

        Assert.Equal(window, fitted.Window.ToString());
        Assert.Equal(stride, fitted.Stride.ToString());
    }

    [Theory]
    [InlineData(33, 1, "The window 33x33 is larger than the image of 32x32 that the model reads.")]
    [InlineData(0, 1, "Window 0x0 and stride 1x1 must be at least 1.")]
    [InlineData(8, 0, "Window 8x8 and stride 0x0 must be at least 1.")]
    [InlineData(8, 9, "The stride 9x9 is larger than the window 8x8, so some pixels would never be hidden.")]
    public void Occlusion_ImpossibleWindow_ThrowsBeforeAnyWork(int window, int stride, string message)
    {
        int calls = 0;
        var explainer = Explainer.ForScores(
            new ImageTensor(new float[32 * 32], new ImageShape(1, 32, 32, TensorLayout.Nchw)),
            images =>
            {
                calls++;
                return [.. Enumerable.Range(0, images.Count).Select(_ => new float[] { 1, 2 })];
            });

        ArgumentException exception = Assert.Throws<ArgumentException>(() => explainer.Occlusion(new() { Window = window, Stride = stride }));

        Assert.Equal(message, exception.Message);
        Assert.Equal(0, calls);
    }

    private static float[] SumOfEach(ImageTensor images)
    {
        int length = images.Shape.ElementCount;
        return [.. Enumerable.Range(0, images.Count).Select(i => images.Values.Slice(i * length, length).ToArray().Sum())];
    }

    private static double[] NaiveOcclusion(ImageTensor input, WindowSize window, WindowSize stride, float fill, Func<ReadOnlySpan<float>, float> score)
    {
        ImageShape shape = input.Shape;
        double[] sums = new double[shape.PixelCount];
        int[] counts = new int[shape.PixelCount];
        int rows = (int)Math.Ceiling((shape.Height - window.Height) / (double)stride.Height) + 1;
        int columns = (int)Math.Ceiling((shape.Width - window.Width) / (double)stride.Width) + 1;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                float[] changed = input.Values.ToArray();
                var covered = new List<int>();
                for (int y = row * stride.Height; y < Math.Min((row * stride.Height) + window.Height, shape.Height); y++)
                {
                    for (int x = column * stride.Width; x < Math.Min((column * stride.Width) + window.Width, shape.Width); x++)
                    {
                        covered.Add((y * shape.Width) + x);
                        for (int channel = 0; channel < shape.Channels; channel++)
                        {
                            changed[shape.IndexOf(channel, y, x)] = fill;
                        }
                    }
                }

                double drop = (double)score(input.Values) - score(changed);
                foreach (int pixel in covered)
                {
                    sums[pixel] += drop;
                    counts[pixel]++;
                }
            }
        }

        Assert.DoesNotContain(0, counts);
        return [.. sums.Zip(counts, (sum, count) => sum / count)];
    }
}
