// What an explanation costs, as a multiple of one forward pass measured in the same run.
//   dotnet run -c Release --project benchmarks/CnnVis.Benchmarks -- MODEL.onnx [WINDOW STRIDE]
using System.Diagnostics;
using System.Globalization;
using CnnVis;

if (args.Length is not (1 or 3))
{
    Console.Error.WriteLine("Give a model, and a window and a stride if they shall not be the defaults.");
    return 2;
}

const int Runs = 30;
const int Rounds = 5;

using var model = CnnModel.Load(args[0]);
ImageTensor image = Noise(model.ImageInput.Shape);
OcclusionOptions options = args.Length == 1
    ? new()
    : new() { Window = WindowSize.Parse(args[1], null), Stride = WindowSize.Parse(args[2], null) };

// Before and after: the session is the only one in the process, and the faster of the two counts.
model.Predict(image);
double before = Median(Runs, () => model.Predict(image));
int passes = model.Explain(image).Occlusion(options).ForwardPasses - 1;
double occlusion = Median(Rounds, () => model.Explain(image).Occlusion(options));
double after = Median(Runs, () => model.Predict(image));
double forward = Math.Min(before, after);

Print($"{model.Name}: {Environment.ProcessorCount} cores, ONNX Runtime on the processor");
Print($"forward pass, batch 1      {forward * 1000,9:0.00} ms   (before {before * 1000:0.00}, after {after * 1000:0.00})");
Print($"occlusion, {passes,5} windows   {occlusion * 1000,9:0.00} ms");
Print($"                           {occlusion / (passes * forward),9:0.000} x {passes} x forward pass");
Print($"peak memory                {Process.GetCurrentProcess().PeakWorkingSet64 / (1024.0 * 1024),9:0} MB");
return 0;

static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

static double Median(int count, Action work)
{
    double[] seconds = new double[count];
    for (int i = 0; i < count; i++)
    {
        long started = Stopwatch.GetTimestamp();
        work();
        seconds[i] = Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    Array.Sort(seconds);
    return seconds[count / 2];
}

static ImageTensor Noise(ImageShape shape)
{
    var random = new Random(1);
    float[] values = new float[shape.ElementCount];
    for (int i = 0; i < values.Length; i++)
    {
        values[i] = (random.NextSingle() * 2) - 1;
    }

    return new ImageTensor(values.AsSpan(), shape);
}
