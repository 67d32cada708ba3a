// Explains a photo with the small CIFAR-10 model of this repository: no downloads, no other files.
using System.Globalization;
using CnnVis;
using CnnVis.Skia;

string assets = Path.Combine(AppContext.BaseDirectory, "assets");
string output = Path.GetFullPath("quickstart-output");

using var model = CnnModel.Load(Path.Combine(assets, "cifar10.onnx"));
RgbImage photo = ImageFile.Load(Path.Combine(assets, "chelsea.png"));

foreach (ClassScore score in model.Predict(photo, count: 3).Classes)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{score.Name,-12} {score.Probability:0.0%}"));
}

Explanation why = model.Explain(photo).Occlusion();
why.Overlay().Save(Path.Combine(output, "occlusion.png"));

Layer firstConvolution = model.Layers.First(layer => layer.Operator == "Conv");
firstConvolution.FeatureMaps(photo).Sheet(new() { Columns = 4 }).Save(Path.Combine(output, "first-layer.png"));

Console.WriteLine($"Why \"{why.Target.Name}\"? {why.ForwardPasses} passes in {why.Elapsed.TotalMilliseconds:0} ms.");
Console.WriteLine($"Look at {Path.Combine("quickstart-output", "occlusion.png")} and {Path.Combine("quickstart-output", "first-layer.png")}.");
