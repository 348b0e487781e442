using Chat;

try
{
    ChatApplication.Build(args).Run();
    return 0;
}
catch (Exception fault) when (fault is InvalidOperationException or IOException) // a database that cannot be used, an address that is taken
{
    Console.Error.WriteLine($"The chat cannot start: {fault.Message}");
    return 1;
}
