using CnnVis.Onnx;
using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Models;

public class ReceptiveFieldTests
{
    private const int Height = 30;
    private const int Width = 26;

    /// <summary>The field is where the gradient of a cell is not zero, for all cells that see no padding; others see a part of their field.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Of_RandomStacks_IsWhereTheGradientIs(int seed)
    {
        SmallModel stack = Start();
        string tensor = "image";
        for (int layer = 0; layer < 3; layer++)
        {
            tensor = AddRandomWindow(stack, tensor, seed, layer);
        }

        using CnnModel model = stack.Output(tensor, DataType.Float, null, null, null, null).Load(new() { OutputForm = OutputForm.Raw });
        ReceptiveField field = ReceptiveField.Of(model, tensor)!;

        IReadOnlyList<int> shape = model.Layers[^1].OutputShape;
        int inside = 0;
        for (int cell = 0; cell < shape[2] * shape[3]; cell++)
        {
            float[] gradient = GradientOf(model, shape, cell);
            Assert.Equal(RectangleOf(gradient), field.PixelsOf(cell / shape[3], cell % shape[3]));
            inside += Check(field.Rows, cell / shape[3], Support(gradient, Height, place => place / Width), Height);
            inside += Check(field.Columns, cell % shape[3], Support(gradient, Width, place => place % Width), Width);
        }

        Assert.True(inside > 0, "No cell saw the image alone.");
    }

    /// <summary>Behind what enlarges, cells see different numbers of pixels: each is followed back exactly.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void PixelsOf_RandomStacksThatEnlarge_AreWhereTheGradientIs(int seed)
    {
        SmallModel stack = Start();
        string tensor = AddRandomWindow(stack, "image", seed, layer: 0);
        tensor = AddRandomEnlarging(stack, tensor, seed);
        tensor = AddRandomWindow(stack, tensor, seed, layer: 2);

        using CnnModel model = stack.Output(tensor, DataType.Float, null, null, null, null).Load(new() { OutputForm = OutputForm.Raw });
        ReceptiveField field = ReceptiveField.Of(model, tensor)!;

        IReadOnlyList<int> shape = model.Layers[^1].OutputShape;
        for (int cell = 0; cell < shape[2] * shape[3]; cell += 7)
        {
            Assert.Equal(RectangleOf(GradientOf(model, shape, cell)), field.PixelsOf(cell / shape[3], cell % shape[3]));
        }
    }

    [Theory]
    [InlineData("constant")]
    [InlineData("edge")]
    [InlineData("reflect")]
    public void PixelsOf_Padding_AreWhereTheGradientIs(string mode)
    {
        using CnnModel model = Start()
            .Initializer("pads", [0L, 0L, 3L, 2L, 0L, 0L, 1L, 4L], 8)
            .Node("Pad", "pad", ["image", "pads"], "padded", Text("mode", mode))
            .Initializer("kernel", Ones(54), 3, 3, 3, 2)
            .Node("Conv", "conv", ["padded", "kernel"], "y", Ints("strides", 2, 3))
            .Output("y", DataType.Float, null, null, null, null)
            .Load(new() { OutputForm = OutputForm.Raw });
        ReceptiveField field = ReceptiveField.Of(model, "y")!;

        IReadOnlyList<int> shape = model.Layers[^1].OutputShape;
        for (int cell = 0; cell < shape[2] * shape[3]; cell++)
        {
            Assert.Equal(RectangleOf(GradientOf(model, shape, cell)), field.PixelsOf(cell / shape[3], cell % shape[3]));
        }
    }

    [Theory]
    [InlineData("SAME_UPPER", 0.0)]
    [InlineData("SAME_LOWER", -1.0)]
    [InlineData("VALID", 0.0)]
    public void Of_AutomaticPadding_IsReadFromTheShapes(string padding, double start)
    {
        // 30 rows, windows of 3 at every second: one row of padding in all.
        using CnnModel model = Start()
            .Node("MaxPool", "pool", ["image"], "y", Ints("kernel_shape", 3, 3), Ints("strides", 2, 2), Text("auto_pad", padding))
            .Output("y", DataType.Float, null, null, null, null)
            .Load(new() { OutputForm = OutputForm.Raw });

        Assert.Equal(new FieldAxis(start, 2, 3), ReceptiveField.Of(model, "y")!.Rows);
    }

    /// <summary>Each cell of the transposed convolution is half as large; doubling the size by Resize halves the step.</summary>
    [Fact]
    public void Of_Enlarging_HalvesTheStep()
    {
        using CnnModel model = Start()
            .Initializer("kernel", Ones(12), 3, 1, 2, 2)
            .Initializer("scales", [1f, 1, 2, 2], 4)
            .Node("ConvTranspose", "up", ["image", "kernel"], "a", Ints("strides", 2, 2))
            .Node("Resize", "resize", ["a", "", "scales"], "b", Text("mode", "nearest"), Text("coordinate_transformation_mode", "asymmetric"), Text("nearest_mode", "floor"))
            .Output("b", DataType.Float, null, null, null, null)
            .Load(new() { OutputForm = OutputForm.Raw });

        ReceptiveField up = ReceptiveField.Of(model, "a")!;
        ReceptiveField resized = ReceptiveField.Of(model, "b")!;

        Assert.Equal((0.5, 0.25, 0.75), (up.Rows.Stride, up.Rows.CentreOf(0), up.Rows.CentreOf(1)));
        Assert.Equal((0.25, 0.125, 0.375), (resized.Rows.Stride, resized.Rows.CentreOf(0), resized.Rows.CentreOf(1)));
    }

    [Theory]
    [InlineData("linear", "half_pixel", 0.25)]
    [InlineData("linear", "asymmetric", 0.5)]
    [InlineData("linear", "align_corners", 0.5)]
    [InlineData("cubic", "half_pixel", 0.25)]
    [InlineData("nearest", "half_pixel", 0.25)]
    public void Of_Resize_FollowsItsCoordinates(string mode, string coordinates, double centre)
    {
        using CnnModel model = Start()
            .Initializer("scales", [1f, 1, 2, 2], 4)
            .Node("Resize", "resize", ["image", "", "scales"], "y", Text("mode", mode), Text("coordinate_transformation_mode", coordinates))
            .Output("y", DataType.Float, null, null, null, null)
            .Load(new() { OutputForm = OutputForm.Raw });

        FieldAxis rows = ReceptiveField.Of(model, "y")!.Rows;

        Assert.Equal(centre, rows.CentreOf(0), 1e-9);
        Assert.Equal(coordinates == "align_corners" ? 29.0 / 59 : 0.5, rows.Stride, 1e-9);
    }

    /// <summary>A focus layer: four shifted halves side by side see the two by two pixels together.</summary>
    [Fact]
    public void Of_SlicesSideBySide_IsTheirUnion()
    {
        SmallModel model = Start().Initializer("ends", [1000L, 1000L], 2).Initializer("axes", [2L, 3L], 2).Initializer("steps", [2L, 2L], 2);
        foreach ((string name, long row, long column) in new[] { ("a", 0L, 0L), ("b", 1L, 0L), ("c", 0L, 1L), ("d", 1L, 1L) })
        {
            model.Initializer($"starts_{name}", [row, column], 2).Node("Slice", $"slice_{name}", ["image", $"starts_{name}", "ends", "axes", "steps"], name);
        }

        using CnnModel loaded = model
            .Node("Concat", "concat", ["a", "b", "c", "d"], "joined", GraphEdits.IntAttribute("axis", 1))
            .Output("joined", DataType.Float, null, null, null, null)
            .Load(new() { OutputForm = OutputForm.Raw });

        Assert.Equal(new FieldAxis(1, 2, 1), ReceptiveField.Of(loaded, "b")!.Rows);
        ReceptiveField joined = ReceptiveField.Of(loaded, "joined")!;
        Assert.Equal((new FieldAxis(0, 2, 2), new FieldAxis(0, 2, 2)), (joined.Rows, joined.Columns));
    }

    [Theory]
    [InlineData("resnet", "/layer3/relu2/Relu_output_0", 16)]
    [InlineData("mobilenet", "/last/last.1/HardSwish_output_0", 8)]
    [InlineData("inception", "/mix/mix.1/Relu_output_0", 8)]
    [InlineData("densenet", "/n4/n4.1/Relu_output_0", 4)]
    [InlineData("convnext", "/b2/Add_output_0", 8)]
    [InlineData("keras-mnist", "/pool2/MaxPool_output_0", 4)]
    [InlineData("unet", "/d3/d3.1/Relu_output_0", 4)]
    [InlineData("unet", "/c2/c2.1/Relu_output_0", 1)]
    public void Of_ReferenceNetworks_HasTheirStride(string name, string tensor, double stride)
    {
        using CnnModel model = new ReferenceCase(name).Load();

        ReceptiveField? field = ReceptiveField.Of(model, tensor);

        Assert.Equal((stride, stride), (field?.Rows.Stride, field?.Columns.Stride));
    }

    /// <summary>Tokens, and what has no places any more.</summary>
    [Theory]
    [InlineData("vit", "/b2/n1/Add_1_output_0")]
    [InlineData("resnet", "/Flatten_output_0")]
    public void Of_WhatHidesPlaces_IsUnknown(string name, string tensor)
    {
        using CnnModel model = new ReferenceCase(name).Load();

        Assert.Null(ReceptiveField.Of(model, tensor));
    }

    /// <summary>A cell sees nothing where it lies in the padding, and asking beyond the layer is an error.</summary>
    [Fact]
    public void PixelsOf_CellsInThePadding_AreEmpty()
    {
        using CnnModel model = Start()
            .Initializer("kernel", Ones(9), 3, 3, 1, 1)
            .Node("Conv", "conv", ["image", "kernel"], "y", Ints("pads", 1, 1, 1, 1))
            .Output("y", DataType.Float, null, null, null, null)
            .Load(new() { OutputForm = OutputForm.Raw });
        ReceptiveField field = ReceptiveField.Of(model, "y")!;

        Assert.Equal(default, field.PixelsOf(0, 5));
        Assert.Equal(new PixelRectangle(4, 0, 1, 1), field.PixelsOf(1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => field.PixelsOf(Height + 2, 0));
    }

    private static SmallModel Start() => new SmallModel().Input("image", DataType.Float, null, 3, Height, Width);

    private static string AddRandomWindow(SmallModel model, string input, int seed, int layer)
    {
        var random = new CounterRandom(seed);
        int Pick(int bound, int place) => random.Below(bound, layer, place);
        string output = $"y{layer}";
        int[] kernel = [1 + Pick(3, 0), 1 + Pick(3, 1)];
        AttributeProto[] window =
        [
            Ints("strides", 1 + Pick(2, 2), 1 + Pick(2, 3)),
            Ints("pads", Pick(kernel[0], 4), Pick(kernel[1], 5), Pick(kernel[0], 6), Pick(kernel[1], 7)),
        ];
        if (layer == 1)
        {
            model.Node("AveragePool", $"pool{layer}", [input], output, [.. window, Ints("kernel_shape", kernel[0], kernel[1])]);
        }
        else
        {
            // Positive weights, so that nothing cancels.
            model.Initializer($"kernel{layer}", Ones(9 * kernel[0] * kernel[1]), 3, 3, kernel[0], kernel[1])
                .Node("Conv", $"conv{layer}", [input, $"kernel{layer}"], output, [.. window, Ints("dilations", 1 + Pick(2, 8), 1 + Pick(2, 9))]);
        }

        return output;
    }

    private static string AddRandomEnlarging(SmallModel model, string input, int seed)
    {
        var random = new CounterRandom(seed);
        int Pick(int bound, int place) => random.Below(bound, 1, place);
        if (Pick(2, 0) == 0)
        {
            int[] kernel = [1 + Pick(4, 1), 1 + Pick(4, 2)];
            model.Initializer("kernel1", Ones(9 * kernel[0] * kernel[1]), 3, 3, kernel[0], kernel[1])
                .Node(
                    "ConvTranspose",
                    "up",
                    [input, "kernel1"],
                    "up",
                    Ints("strides", 1 + Pick(3, 3), 1 + Pick(3, 4)),
                    Ints("dilations", 1 + Pick(2, 5), 1 + Pick(2, 6)),
                    Ints("pads", Pick(kernel[0], 7), Pick(kernel[1], 8), Pick(kernel[0], 9), Pick(kernel[1], 10)));
        }
        else
        {
            // Cubic weights have signs and could cancel; they are covered by their coordinates.
            string mode = Pick(2, 1) == 0 ? "nearest" : "linear";
            string coordinates = new[] { "half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel" }[Pick(4, 2)];
            string rounding = new[] { "floor", "ceil", "round_prefer_floor", "round_prefer_ceil" }[Pick(4, 3)];
            model.Initializer("scales", [1f, 1, 1 + Pick(3, 4), 0.5f + Pick(3, 5)], 4)
                .Node(
                    "Resize",
                    "up",
                    [input, "", "scales"],
                    "up",
                    Text("mode", mode),
                    Text("coordinate_transformation_mode", coordinates),
                    Text("nearest_mode", rounding));
        }

        return "up";
    }

    private static PixelRectangle RectangleOf(float[] gradient) =>
        (Support(gradient, Height, place => place / Width % Height), Support(gradient, Width, place => place % Width)) is
            ({ } rows, { } columns)
            ? new PixelRectangle(columns.First, rows.First, columns.Last - columns.First + 1, rows.Last - rows.First + 1)
            : default;

    private static float[] GradientOf(CnnModel model, IReadOnlyList<int> shape, int cell)
    {
        float[] weights = new float[shape[1] * shape[2] * shape[3]];
        weights[cell] = 1;
        var image = new ImageTensor(new float[3 * Height * Width], new ImageShape(3, Height, Width, TensorLayout.Nchw));
        return model.Explain(image).For(Target.WeightedSum("cell", weights)).Gradient().Map.Values.ToArray();
    }

    private static (int First, int Last)? Support(float[] gradient, int length, Func<int, int> positionOf)
    {
        int[] positions = [.. Enumerable.Range(0, gradient.Length).Where(place => gradient[place] != 0).Select(positionOf)];
        return positions.Length == 0 ? null : (positions.Min(), positions.Max());
    }

    private static int Check(FieldAxis field, int cell, (int First, int Last)? support, int length)
    {
        double start = field.Offset + (cell * field.Stride);
        double end = start + field.Size;
        if (support is not var (first, last))
        {
            return 0;
        }

        Assert.InRange(first, start, end - 1);
        Assert.InRange(last, start, end - 1);
        if (start < 0 || end > length)
        {
            return 0;
        }

        Assert.Equal((start, end - 1), (first, last));
        return 1;
    }

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];

    private static AttributeProto Ints(string name, params long[] values) => GraphEdits.IntsAttribute(name, values);

    private static AttributeProto Text(string name, string value) => new()
    {
        Name = name,
        S = Google.Protobuf.ByteString.CopyFromUtf8(value),
        Type = AttributeProto.Types.AttributeType.String,
    };
}
