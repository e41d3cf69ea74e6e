import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { fieldErrors, shapeErrors } from './field-validation.js';
import { HttpProblem } from '../problems/problem.js';

/** Checks every body against its DTO class: no field unknown, none missing, none of another type. Says where, never what. */
@Injectable()
export class BodyPipe implements PipeTransform {
  async transform(value: unknown, { type, metatype }: ArgumentMetadata): Promise<unknown> {
    if (type !== 'body' || !metatype || metatype === Object) return value;
    const plain = value === undefined ? {} : value;
    if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
      throw new HttpProblem('invalid-body', { errors: [{ pointer: '', code: 'wrong-type' }] });
    }
    const badShape = shapeErrors(plain);
    if (badShape.length > 0) throw new HttpProblem('invalid-body', { errors: badShape });
    const body = plainToInstance(metatype as new () => object, plain);
    const errors = fieldErrors(
      await validate(body, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true }),
    );
    if (errors.length > 0) throw new HttpProblem('invalid-body', { errors });
    return body;
  }
}
