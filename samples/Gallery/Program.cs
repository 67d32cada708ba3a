// Draws what the library can draw with the small models of this repository, into one page: gallery-output/index.html.
// With a model, a photo and labels of your own: dotnet run --project samples/Gallery -- model.onnx photo.jpg labels.txt ImageNet
using System.Globalization;
using CnnVis;
using CnnVis.Skia;

string assets = Path.Combine(AppContext.BaseDirectory, "assets");
string output = Path.GetFullPath("gallery-output");

using CnnModel model = args.Length == 0
    ? CnnModel.Load(Path.Combine(assets, "cifar10.onnx"))
    : CnnModel.Load(args[0], new() { Labels = args.Length > 2 ? (Labels)args[2] : null, Preprocessing = args.Length > 3 ? Preprocessing.Preset(args[3]) : null });
RgbImage photo = ImageFile.Load(args.Length > 1 ? args[1] : Path.Combine(assets, "chelsea.png"));
var page = new Page(output, $"What {model.Name} sees");

Explanation why = model.Explain(photo).Occlusion();
Views(page, why);
Colors(page, why);
Methods(page, model, photo);
Grids(page, model, photo);
Sweep(page, model, photo, output);
Network(page, model, photo);

string file = page.Save();
Console.WriteLine($"{page.Pictures} pictures in {Path.GetRelativePath(".", file)}");

static void Views(Page page, Explanation why)
{
    page.Section("Views", "One explanation, shown in every way: red raises the score, blue lowers it.");
    page.Add(why.Figure(), "figure.svg", "why.Figure(): all that a reader needs");
    page.Add(why.Figure(new() { Theme = FigureTheme.Dark }), "figure-dark.svg", "Figure(new() { Theme = FigureTheme.Dark })");
    page.Add(why.Figure(new() { Views = [MapView.Masked, MapView.Contours, MapView.Regions], Predictions = 0, CellSize = 300 }), "evidence.svg", "Masks, contours and regions of evidence");
    page.Add(why.Overlay(), "overlay.png", "Overlay()");
    page.Add(why.Heatmap(new() { Size = 400 }), "heat-map.png", "Heatmap()");
    page.Add(why.Overlay(new() { Sign = EvidenceSign.Positive, Size = 400 }), "positive.png", "Overlay(new() { Sign = EvidenceSign.Positive })");
    page.Add(why.Overlay(new() { Smooth = false, Size = 400 }), "cells.png", "Overlay(new() { Smooth = false }): each cell as it is");
    page.Add(why.Masked(new() { Outside = MaskOutside.Darkened, Size = 400 }), "masked.png", "Masked(new() { Outside = MaskOutside.Darkened })");
    page.Add(why.Contours(new() { Size = 400 }), "contours.png", "Contours()");
    page.Add(why.TopRegions(new() { Size = 400 }), "regions.png", "TopRegions()");
}

static void Colors(Page page, Explanation why)
{
    page.Section("Colour maps", "Diverging ones for maps with signs, sequential ones for the rest; each with its source in the documentation.");
    foreach ((string name, IColorMap colors) in ColorMap.All)
    {
        page.Add(colors.IsDiverging ? why.Heatmap(new() { Colors = colors, Size = 200 }) : Strip(colors), $"colors-{name}.png", name);
    }
}

static RgbImage Strip(IColorMap colors) => RgbImage.Create(256, 48, pixels =>
{
    for (int i = 0; i < 256 * 48; i++)
    {
        RgbValues color = colors.ColorAt(i % 256 / 255f);
        (pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]) = ((byte)color.Red, (byte)color.Green, (byte)color.Blue);
    }
});

static void Methods(Page page, CnnModel model, RgbImage photo)
{
    page.Section("Methods", "Every method with its defaults, on the class that the model finds most probable.");
    foreach (ExplanationMethod method in ExplanationMethod.All)
    {
        try
        {
            Explanation explanation = method.Recipe([])(model.Explain(photo));
            page.Add(explanation.Overlay(new() { Size = 340 }), $"method-{method.Name}.png", $"{method.Name}: {method.Shows}. {method.Cost} forward passes.");
        }
        catch (Exception e) when (e is CnnVisException or ArgumentException)
        {
            Console.WriteLine($"{method.Name} is left out: {e.Message}");
        }
    }
}

static void Grids(Page page, CnnModel model, RgbImage photo)
{
    page.Section("Grids", "Methods by classes, layers by classes: words at every row and column, the scale below each map or beside all.");
    int[] classes = [.. model.Predict(photo, 3).Classes.Select(score => score.Index)];
    string[] names = [.. model.Predict(photo, 3).Classes.Select(score => score.Name)];
    page.Add(
        FigureGrid.Of(
            [.. classes.Select(index => new[] { model.Explain(photo).For(index).Occlusion(), model.Explain(photo).For(index).GradCam(), model.Explain(photo).For(index).IntegratedGradients() })],
            new() { Columns = ["Occlusion", "Grad-CAM", "Integrated gradients"], Rows = names, Title = "What speaks for each class?" }),
        "grid-methods.svg",
        "FigureGrid.Of(rows): methods by classes");
    Layer[] layers = [.. model.Layers.Where(layer => layer.Operator == "Relu" && layer.OutputShape.Count == 4).TakeLast(4)];
    page.Add(
        FigureGrid.Of(
            [.. classes.Select(index => layers.Select(layer => model.Explain(photo).For(index).GradCam(new() { Layers = layer })).ToArray())],
            new() { Columns = [.. layers.Select(layer => layer.Name)], Rows = names, View = MapView.Heatmap, CellSize = 140, SharedScale = true }),
        "grid-layers.svg",
        "Layers by classes on one scale");
}

static void Sweep(Page page, CnnModel model, RgbImage photo, string output)
{
    page.Section("Sweeps", "The same question asked with windows of many sizes: small ones find edges, large ones find things.");
    int side = Math.Min(model.ImageInput.Shape.Height, model.ImageInput.Shape.Width);
    RgbImage[] frames = [.. Enumerable.Range(2, 7).Select(i => model.Explain(photo).Occlusion(new() { Window = side * i / 16, Stride = Math.Max(side / 16, 1) }).Overlay(new() { Size = 400 }))];
    Animation.Save(frames, Path.Combine(output, "sweep.png"), new() { Size = frames[0].Width, FrameMilliseconds = 500 });
    page.Show("sweep.png", "Animation.Save(frames, path)", frames[0].Width);
}

static void Network(Page page, CnnModel model, RgbImage photo)
{
    page.Section("The network", "What it is made of, what it has learned, what becomes of the photo in it.");
    page.Add(model.Diagram(), "diagram.svg", "model.Diagram()");
    page.Add(model.Layers.First(layer => layer.Operator == "Conv").Kernels().Sheet(), "kernels.png", "layer.Kernels().Sheet()");
    page.Add(model.Tour(photo).Sheet(), "tour.png", "model.Tour(photo).Sheet()");
    page.Add(model.Dream(Objective.Class(model.Predict(photo).Top.Index)).Image.Resize(256, 256), "dream.png", string.Create(CultureInfo.InvariantCulture, $"model.Dream(Objective.Class({model.Predict(photo).Top.Index}))"));
}
