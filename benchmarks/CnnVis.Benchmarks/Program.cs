// What an explanation costs, as a multiple of one forward pass measured in the same run.
//   dotnet run -c Release --project benchmarks/CnnVis.Benchmarks -- occlusion MODEL.onnx [WINDOW STRIDE]
//   dotnet run -c Release --project benchmarks/CnnVis.Benchmarks -- gradient [resnet50|vgg16|mobilenetv2 ...]
//   dotnet run -c Release --project benchmarks/CnnVis.Benchmarks -- method NAME [resnet50|vgg16|mobilenetv2 ...]
//   dotnet run -c Release --project benchmarks/CnnVis.Benchmarks -- pictures
using CnnVis;

switch (args)
{
    case ["occlusion", var path]:
        OcclusionBenchmark.Run(path, new(), rounds: 3);
        return 0;
    case ["occlusion", var path, var window, var stride]:
        OcclusionBenchmark.Run(path, new() { Window = WindowSize.Parse(window, null), Stride = WindowSize.Parse(stride, null) }, rounds: 3);
        return 0;
    case ["gradient", .. var networks] when networks.All(Network.All.ContainsKey):
        foreach (string network in networks.Length == 0 ? [.. Network.All.Keys] : networks)
        {
            GradientBenchmark.Run(network);
        }

        return 0;
    case ["method", var method, .. var networks] when networks.All(Network.All.ContainsKey):
        foreach (string network in networks.Length == 0 ? [.. Network.All.Keys] : networks)
        {
            MethodBenchmark.Run(method, network);
        }

        return 0;
    case ["pictures"]:
        PictureBenchmark.Run();
        return 0;
    case ["hold", var network, var what]:
        GradientBenchmark.Hold(network, what);
        return 0;
    default:
        Console.Error.WriteLine($"Give 'occlusion MODEL.onnx [WINDOW STRIDE]', 'pictures', or 'gradient' or 'method NAME' with [{string.Join("|", Network.All.Keys)}].");
        return 2;
}
