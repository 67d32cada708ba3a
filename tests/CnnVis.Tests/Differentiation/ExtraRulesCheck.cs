using CnnVis.Differentiation;
using CnnVis.Differentiation.Preparation;
using CnnVis.Onnx;
using CnnVis.Runtime;
using CnnVis.Tests.Support;
using Google.Protobuf;
using AttributeType = CnnVis.Onnx.AttributeProto.Types.AttributeType;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Differentiation;

/// <summary>Holds the gradient from "image" to "y" of a small model against central differences of what ONNX Runtime answers.</summary>
internal sealed class ExtraRulesCheck : IDisposable
{
    private const int Directions = 3;

    private readonly ImageShape _shape;
    private readonly GradientPlan _plan;

    private ExtraRulesCheck(SmallModel model, ImageShape shape, bool mixesImages = false)
    {
        _shape = shape;
        var settings = new SessionSettings(new ExecutionOptions { Threads = 2 }, ExternalDataFolder: null);
        var image = new ImageInput("image", ElementType.Float32, shape, FixedBatch: null, IsSizeFree: false);
        ForwardGraph forward = ForwardGraphPreparation.Prepare(new OnnxModel(model.Proto, "test", Folder: null), image, takesBatches: true, settings);
        Assert.Equal(!mixesImages, forward.TakesBatches);
        var request = new GradientRequest(shape, GradientRules.Standard, "y", new TensorNames(["image"]), new TensorNames(["y"]));
        BackwardGraph backward = BackwardGraphBuilder.Build(forward, request.Rules, [request.From], request.To.All);
        _plan = new GradientPlan(forward, backward, request, settings);
    }

    /// <summary>A model whose "image" has so many channels, rows and columns.</summary>
    public static SmallModel Image(int channels, int height, int width, int opset = 18)
    {
        SmallModel model = new SmallModel(opset).Input("image", DataType.Float, null, channels, height, width);
        model.Proto.IrVersion = opset > 22 ? 11 : 8;
        model.Proto.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
        return model;
    }

    /// <param name="model">The model.</param>
    /// <param name="step">How far the differences reach: 1 where y is linear in what is moved.</param>
    /// <param name="tolerance">The allowed error relative to the size of the terms.</param>
    /// <param name="moved">Which elements of the image are moved; null for all.</param>
    /// <param name="image">The elements of two images; null for random ones.</param>
    /// <param name="mixesImages">True where one image's result depends on the others beside it, so that they must go one at a time.</param>
    public static void Agrees(
        SmallModel model, float step, double tolerance, Func<int, bool>? moved = null, float[]? image = null, bool mixesImages = false)
    {
        ImageShape shape = ShapeOf(model);
        using var check = new ExtraRulesCheck(model, shape, mixesImages);
        float[] images = image ?? Numbers.Seeded(2 * shape.ElementCount, seed: 7);
        float[] first = images[..shape.ElementCount];
        float[] weights = Numbers.Seeded(mixesImages ? check.Forward(first, 1).Length : check.Forward(images, 2).Length, seed: 11);
        float[] gradient = check.Gradient(first, 1, weights);
        for (int seed = 0; seed < Directions; seed++)
        {
            float[] direction = [.. Numbers.Seeded(shape.ElementCount, seed).Select((value, i) => moved?.Invoke(i) == false ? 0 : value)];
            double[] terms = [.. gradient.Zip(direction, (g, v) => (double)g * v)];
            double numeric = (check.Score(first, direction, step, weights) - check.Score(first, direction, -step, weights)) / (2 * step);
            double scale = Math.Sqrt(terms.Sum(term => term * term));
            Assert.True(scale > 0, "The gradient is zero.");
            Assert.True(
                Math.Abs(terms.Sum() - numeric) <= tolerance * Math.Max(scale, Math.Abs(numeric)),
                $"direction {seed}: analytic {terms.Sum()}, numeric {numeric}, size of terms {scale}");
        }

        if (!mixesImages)
        {
            check.TwoImagesAreAsOneAtATime(images, weights);
        }
    }

    public static NoGradientException Refused(SmallModel model) => Assert.Throws<NoGradientException>(() => new ExtraRulesCheck(model, ShapeOf(model)));

    public static AttributeProto Attribute(string name, object value) => value switch
    {
        int integer => GraphEdits.IntAttribute(name, integer),
        int[] integers => GraphEdits.IntsAttribute(name, integers.Select(integer => (long)integer)),
        float number => new AttributeProto { Name = name, F = number, Type = AttributeType.Float },
        float[] numbers => new AttributeProto { Name = name, Floats = { numbers }, Type = AttributeType.Floats },
        string text => new AttributeProto { Name = name, S = ByteString.CopyFromUtf8(text), Type = AttributeType.String },
        _ => throw new ArgumentException(name),
    };

    public static AttributeProto[] Attributes(params (string Name, object Value)[] attributes) => [.. attributes.Select(pair => Attribute(pair.Name, pair.Value))];

    public void Dispose() => _plan.Dispose();

    private static ImageShape ShapeOf(SmallModel model)
    {
        long[] dimensions = [.. model.Proto.Graph.Input[0].Type.TensorType.Shape.Dim.Select(dimension => dimension.DimValue)];
        return new ImageShape((int)dimensions[1], (int)dimensions[2], (int)dimensions[3], TensorLayout.Nchw);
    }

    private void TwoImagesAreAsOneAtATime(float[] images, float[] weights)
    {
        int half = weights.Length / 2;
        int length = _shape.ElementCount;
        float[] together = Gradient(images, 2, weights);
        float[] apart = [.. Gradient(images[..length], 1, weights[..half]), .. Gradient(images[length..], 1, weights[half..])];
        Agreement.Within(1e-5, [.. apart.Select(value => (double)value)], together, "two images at once");
    }

    private double Score(float[] image, float[] direction, float step, float[] weights)
    {
        float[] moved = [.. image.Zip(direction, (x, v) => x + (step * v))];
        return Forward(moved, 1).Zip(weights, (y, w) => (double)y * w).Sum();
    }

    private float[] Forward(float[] images, int count)
    {
        using GradientRun run = _plan.Forward(images, count, CancellationToken.None);
        return run.Activation("y").Values;
    }

    private float[] Gradient(float[] images, int count, float[] weights)
    {
        using GradientRun run = _plan.Forward(images, count, CancellationToken.None);
        return run.Gradients((image, _, seed) => weights.AsSpan(image * seed.Length, seed.Length).CopyTo(seed), CancellationToken.None)[0];
    }
}
