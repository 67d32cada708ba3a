// Explains what an ML.NET pipeline says about a photo: the pipeline's own preprocessing is used, nothing is written down twice.
using System.Globalization;
using CnnVis;
using CnnVis.ML;
using CnnVis.Skia;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

string assets = Path.Combine(AppContext.BaseDirectory, "assets");
string photo = Path.Combine(assets, "chelsea.png");
string output = Path.Combine("mlnet-output", "occlusion.png");

var ml = new MLContext();
IDataView photos = ml.Data.LoadFromEnumerable([new Photo(photo)]);
var pipeline = ml.Transforms.LoadImages("photo", imageFolder: "", inputColumnName: nameof(Photo.Path))
    .Append(ml.Transforms.ResizeImages("small", 32, 32, "photo", ImageResizingEstimator.ResizingKind.IsoCrop))
    .Append(ml.Transforms.ExtractPixels("image", "small", scaleImage: 1 / 255f))
    .Append(ml.Transforms.ApplyOnnxModel("logits", "image", Path.Combine(assets, "cifar10.onnx")))
    .Fit(photos);

// What the application does anyway: scores, without a word about why.
float[] logits = pipeline.Transform(photos).GetColumn<float[]>("logits").Single();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The pipeline's highest score is {logits.Max():0.00}."));

// And why.
using MLImage image = MLImage.CreateFromFile(photo);
Explanation why = pipeline.Explain(image).Occlusion();
why.Overlay().Save(output);

ClassScore top = why.Prediction[0];
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"It stands for \"{top.Name}\", {top.Probability:0%}."));
Console.WriteLine($"Look at {output}: red is where the evidence lies, blue speaks against it; the model does not see what is dark.");

internal sealed record Photo(string Path);
