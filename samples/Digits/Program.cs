// The feature-map grid that every introduction to Keras shows, in C#: what the first layer of a digit classifier sees.
using System.Globalization;
using CnnVis;
using CnnVis.Skia;

string assets = Path.Combine(AppContext.BaseDirectory, "assets");
const string Output = "digits-output";

using var model = CnnModel.Load(Path.Combine(assets, "digits.onnx"));
RgbImage digit = ImageFile.Load(Path.Combine(assets, "digit-8.png"));

ClassScore answer = model.Predict(digit).Top;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"This is a {answer.Name} ({answer.Probability:0.0%})."));

Layer firstActivation = model.Layers.First(layer => layer.Operator == "Relu");
FeatureMaps maps = firstActivation.FeatureMaps(digit);
maps.Sheet(new() { Columns = 6, Colors = ColorMap.Grey }).Save(Path.Combine(Output, "feature-maps.png"));

Explanation why = model.Explain(digit).Occlusion();
why.Overlay().Save(Path.Combine(Output, "occlusion.png"));

Console.WriteLine($"Look at {Path.Combine(Output, "feature-maps.png")} ({maps.Channels} maps) and {Path.Combine(Output, "occlusion.png")}.");
