// What whole explanations cost is measured by the tool: cnnvis bench. This measures the parts that are ours.
//   dotnet run -c Release --project benchmarks/CnnVis.Benchmarks -- --filter '*'
//   dotnet run -c Release --project benchmarks/CnnVis.Benchmarks -- plan MODEL.onnx [WINDOW STRIDE]
//   dotnet run -c Release --project benchmarks/CnnVis.Benchmarks -- pictures
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CnnVis;
using CnnVis.Benchmarks;

switch (args)
{
    case ["plan", var path]:
        PlanPrinter.Print(path, new());
        break;
    case ["plan", var path, var window, var stride]:
        PlanPrinter.Print(path, new() { Window = WindowSize.Parse(window, null), Stride = WindowSize.Parse(stride, null) });
        break;
    case ["pictures"]:
        PictureBenchmark.Run();
        break;
    default:
        // In this process: the project that BenchmarkDotNet would generate inherits neither our package versions nor our folders.
        BenchmarkSwitcher.FromAssembly(typeof(PlanPrinter).Assembly).Run(
            args,
            DefaultConfig.Instance
                .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
                .WithArtifactsPath(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "benchmarks"))));
        break;
}
