/** What Nest alone does: an application as NestFactory makes it, with one route that returns a constant. A process of its own. */
import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';

const CONSTANT = JSON.parse(process.argv[2] ?? '{}') as object;

@Controller('api/v1/bindings')
class BareController {
  @Get(':id')
  read(): object {
    return CONSTANT;
  }
}

@Module({ controllers: [BareController] })
class BareModule {}

const app = await NestFactory.create<NestExpressApplication>(BareModule, { logger: false });
await app.listen(0, '127.0.0.1');
const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
process.once('disconnect', () => process.exit());
process.send?.({ url: `http://127.0.0.1:${port}` });
